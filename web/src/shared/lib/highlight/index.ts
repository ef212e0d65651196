import { createLowlight } from 'lowlight';
import { useMemo, useSyncExternalStore } from 'react';
import { languageOf, languages, type Language } from './languages';

export { languageOf } from './languages';

/** A run of text with the class of its syntax role, if it has one. */
export interface Token {
  readonly text: string;
  readonly role?: string;
}

type Node = ReturnType<ReturnType<typeof createLowlight>['highlight']>['children'][number];

const lowlight = createLowlight();
const asked = new Set<Language>();
const listeners = new Set<() => void>();
let loaded = 0;
/** Beyond this a text is shown plain: colouring it would be felt. */
const maximum = 200_000;

const roles: readonly (readonly [name: string, role: string])[] = [
  ['comment', 'c'], ['quote', 'c'], ['string', 's'], ['regexp', 's'], ['number', 'n'], ['literal', 'k'], ['keyword', 'k'], ['title class_', 'ty'], ['title', 'f'], ['type', 'ty'], ['built_in', 'ty'],
  ['class', 'ty'], ['attr', 'pr'], ['property', 'pr'], ['variable', 'pr'], ['name', 'k'], ['meta', 'c'], ['symbol', 'n'], ['section', 'f'], ['selector', 'ty'], ['punctuation', 'p'], ['operator', 'p'], ['bullet', 'p'], ['addition', 'add'], ['deletion', 'del'],
];

function roleOf(classes: unknown): string | undefined {
  if (!Array.isArray(classes)) return undefined;
  const name = classes.map(String).join(' ').replace(/^hljs-/, '');
  return roles.find(([prefix]) => name.startsWith(prefix))?.[1];
}

function collect(nodes: readonly Node[], role: string | undefined, lines: Token[][]): void {
  for (const node of nodes) {
    if (node.type === 'text') {
      node.value.split('\n').forEach((text, index) => {
        if (index > 0) lines.push([]);
        if (text !== '') lines.at(-1)?.push(role === undefined ? { text } : { text, role });
      });
    } else if (node.type === 'element') collect(node.children, roleOf(node.properties['className']) ?? role, lines);
  }
}

function plain(text: string): Token[][] {
  return text.split('\n').map((line) => (line === '' ? [] : [{ text: line }]));
}

/** The lines of a text as tokens; plain ones while the grammar is not there. */
export function tokenize(text: string, language: Language | undefined): readonly (readonly Token[])[] {
  if (language === undefined || !lowlight.registered(language) || text.length > maximum) return plain(text);
  const lines: Token[][] = [[]];
  collect(lowlight.highlight(language, text).children, undefined, lines);
  return lines;
}

function load(language: Language): void {
  if (asked.has(language)) return;
  asked.add(language);
  languages[language]().then(
    (module) => {
      lowlight.register(language, module.default);
      loaded += 1;
      for (const listener of listeners) listener();
    },
    // Without its grammar the text stays plain; the next look tries again.
    () => asked.delete(language),
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Loads the grammar of a path or fence word; answers it once there, and changes its number so that memos see it. */
export function useLanguage(pathOrName: string | undefined): Language | undefined {
  const language = pathOrName === undefined ? undefined : languageOf(pathOrName);
  useSyncExternalStore(subscribe, () => loaded);
  if (language !== undefined) load(language);
  return language !== undefined && lowlight.registered(language) ? language : undefined;
}

/** The same for many paths at once: which grammar each may be shown with now. */
export function useLanguages(paths: readonly string[]): (path: string) => Language | undefined {
  const version = useSyncExternalStore(subscribe, () => loaded);
  const wanted = useMemo(() => new Set(paths.map(languageOf)), [paths]);
  for (const language of wanted) if (language !== undefined) load(language);
  return useMemo(() => {
    // A new number means a new grammar, so the answers differ from those before.
    const ready = new Set(version === 0 ? [] : [...wanted].filter((language) => language !== undefined && lowlight.registered(language)));
    return (path) => {
      const language = languageOf(path);
      return ready.has(language) ? language : undefined;
    };
  }, [wanted, version]);
}

export function useTokens(text: string, pathOrName: string | undefined): readonly (readonly Token[])[] {
  const language = useLanguage(pathOrName);
  return useMemo(() => tokenize(text, language), [text, language]);
}
