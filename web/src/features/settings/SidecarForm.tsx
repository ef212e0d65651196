import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, describeError, ProblemError, type ServiceDefinition, type SidecarView } from '@/api';
import { applySidecar } from '@/features/services';
import { t } from '@/shared/lib/strings';
import { Button, Checkbox, ErrorNote, Field, Input, Select } from '@/shared/ui';

const ways = ['none', 'port_line', 'json_line'] as const;
type Way = (typeof ways)[number];

/** The same function each time, so that it is called when the field comes and not at each letter. */
function focusIt(element: HTMLInputElement | null): void {
  element?.focus();
}

/** What the form shows is changed; what only the command line sets stays. */
function definitionOf(known: ServiceDefinition | undefined, line: string, folder: string, way: Way, health: string): ServiceDefinition {
  const { command: _line, arguments: _words, workingDirectory: _folder, discovery, health: check, ...rest } = known ?? {};
  const isSame = known?.arguments !== undefined && line === known.arguments.join(' ');
  const isOther = discovery !== undefined && discovery.kind !== 'none' && !ways.some((one) => one === discovery.kind);
  return {
    ...rest,
    ...(isSame ? { arguments: known?.arguments ?? [] } : { command: line }),
    ...(folder.trim() === '' ? {} : { workingDirectory: folder.trim() }),
    ...(isOther && way === 'none' ? { discovery } : way === 'none' ? {} : { discovery: { kind: way } }),
    ...(health.trim() === '' ? {} : { health: { ...check, url: health.trim() } }),
  };
}

/** A sidecar that is written down or changed, in its place in the list. */
export function SidecarForm({ sidecar, onClose }: { sidecar: SidecarView | undefined; onClose: () => void }) {
  const known = sidecar?.definition;
  const cache = useQueryClient();
  const [name, setName] = useState(sidecar?.name ?? '');
  const [line, setLine] = useState(known?.command ?? known?.arguments?.join(' ') ?? '');
  const [folder, setFolder] = useState(known?.workingDirectory ?? '');
  const [way, setWay] = useState<Way>(ways.find((one) => one === known?.discovery?.kind) ?? 'none');
  const [health, setHealth] = useState(known?.health?.url ?? '');
  const [autoStart, setAutoStart] = useState(sidecar?.autoStart ?? true);
  const save = useMutation({
    mutationFn: () => {
      const fields = { name: name.trim(), autoStart, definition: definitionOf(known, line, folder, way, health) };
      return sidecar === undefined ? call('addSidecar', fields) : call('updateSidecar', { ...fields, id: sidecar.id, version: sidecar.version });
    },
    onSuccess: (saved) => {
      applySidecar(cache, saved.sidecar);
      onClose();
    },
  });
  const problem = save.error instanceof ProblemError ? save.error : undefined;
  return (
    <form
      className="command-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field label={t('sidecars.name')} error={problem?.fieldError('name')}>
        {(ids) => <Input {...ids} placeholder="search" value={name} ref={focusIt} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label={t('sidecars.folder')} error={problem?.fieldError('definition/workingDirectory')}>
        {(ids) => <Input {...ids} className="mono" placeholder={t('sidecars.folder.example')} value={folder} onChange={(event) => setFolder(event.target.value)} />}
      </Field>
      <div className="command-form__wide">
        <Field label={t('sidecars.command')} hint={t('sidecars.command.hint')} error={problem?.fieldError('definition/command')}>
          {(ids) => <Input {...ids} className="mono" spellCheck={false} autoCapitalize="off" placeholder="npm run search" value={line} onChange={(event) => setLine(event.target.value)} />}
        </Field>
      </div>
      <div className="col" style={{ gap: 4 }}>
        <span className="label">{t('sidecars.ready')}</span>
        <Select label={t('sidecars.ready')} value={way} onChange={setWay} options={ways.map((value) => ({ value, label: t(`sidecars.ready.${value}`) }))} />
      </div>
      <Field label={t('sidecars.health')} error={problem?.fieldError('definition/health/url')}>
        {(ids) => <Input {...ids} className="mono" spellCheck={false} placeholder="http://127.0.0.1:{port}/health" value={health} onChange={(event) => setHealth(event.target.value)} />}
      </Field>
      <div className="command-form__wide">
        <Checkbox label={t('sidecars.auto')} checked={autoStart} onChange={(event) => setAutoStart(event.target.checked)} />
      </div>
      {save.error !== null && (problem === undefined || problem.errors.length === 0) && <div className="command-form__wide"><ErrorNote error={describeError(save.error)} /></div>}
      <div className="command-form__wide row">
        <Button type="submit" kind="primary" busy={save.isPending}>{t(sidecar === undefined ? 'sidecars.addIt' : 'sidecars.save')}</Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
        {sidecar !== undefined && <span className="xs muted">{t('sidecars.save.hint')}</span>}
      </div>
    </form>
  );
}
