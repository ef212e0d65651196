import type { LanguageFn } from 'highlight.js';

type Load = () => Promise<{ default: LanguageFn }>;

/** Each grammar is its own small file, fetched when a file of it is first shown. */
export const languages = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  dart: () => import('highlight.js/lib/languages/dart'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  elixir: () => import('highlight.js/lib/languages/elixir'),
  go: () => import('highlight.js/lib/languages/go'),
  graphql: () => import('highlight.js/lib/languages/graphql'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  lua: () => import('highlight.js/lib/languages/lua'),
  makefile: () => import('highlight.js/lib/languages/makefile'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  php: () => import('highlight.js/lib/languages/php'),
  powershell: () => import('highlight.js/lib/languages/powershell'),
  python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  scala: () => import('highlight.js/lib/languages/scala'),
  scss: () => import('highlight.js/lib/languages/scss'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
} as const satisfies Record<string, Load>;

export type Language = keyof typeof languages;

const byExtension: Readonly<Record<string, Language>> = {
  sh: 'bash', zsh: 'bash', bash: 'bash', shell: 'bash', console: 'bash', h: 'c', c: 'c', cc: 'cpp', cpp: 'cpp', cxx: 'cpp', hpp: 'cpp', cs: 'csharp', css: 'css', dart: 'dart', patch: 'diff', diff: 'diff', dockerfile: 'dockerfile',
  ex: 'elixir', exs: 'elixir', go: 'go', graphql: 'graphql', gql: 'graphql', ini: 'ini', toml: 'ini', cfg: 'ini', editorconfig: 'ini', java: 'java', js: 'javascript', cjs: 'javascript', mjs: 'javascript', jsx: 'javascript',
  json: 'json', jsonc: 'json', kt: 'kotlin', kts: 'kotlin', lua: 'lua', makefile: 'makefile', mk: 'makefile', md: 'markdown', markdown: 'markdown', php: 'php', ps1: 'powershell', py: 'python', rb: 'ruby', rs: 'rust',
  scala: 'scala', scss: 'scss', less: 'scss', sql: 'sql', swift: 'swift', ts: 'typescript', tsx: 'typescript', mts: 'typescript', cts: 'typescript', xml: 'xml', html: 'xml', htm: 'xml', svg: 'xml', csproj: 'xml', props: 'xml', targets: 'xml',
  slnx: 'xml', vue: 'xml', svelte: 'xml', yml: 'yaml', yaml: 'yaml',
};

function isLanguage(name: string): name is Language {
  return Object.hasOwn(languages, name);
}

/** Of a path (`src/a.ts`), a bare file name (`Dockerfile`) or the word after a code fence (`ts`). */
export function languageOf(pathOrName: string): Language | undefined {
  const name = pathOrName.slice(pathOrName.lastIndexOf('/') + 1).toLowerCase();
  if (isLanguage(name)) return name;
  return byExtension[name.slice(name.lastIndexOf('.') + 1)];
}
