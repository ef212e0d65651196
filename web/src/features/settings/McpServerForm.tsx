import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, describeError, ProblemError, type McpServerView, type McpTransport } from '@/api';
import { applyMcpServer } from '@/features/mcp';
import { useProjects } from '@/features/projects';
import { t } from '@/shared/lib/strings';
import { joinWords, splitWords } from '@/shared/lib/words';
import { Button, ErrorNote, Field, Input, ProjectSquare, Segmented, Select } from '@/shared/ui';
import { readVariables, writeVariables } from './variables';

const transports: readonly McpTransport[] = ['stdio', 'http', 'sse'];

/** A server that is written down or changed. It is off afterwards, whatever it was. */
export function McpServerForm({ server, onClose }: { server: McpServerView | undefined; onClose: (saved?: McpServerView) => void }) {
  const cache = useQueryClient();
  const { projects } = useProjects();
  const [name, setName] = useState(server?.name ?? '');
  const [project, setProject] = useState(server?.repositoryGroupId ?? '');
  const [transport, setTransport] = useState<McpTransport>(server?.transport ?? 'stdio');
  const [line, setLine] = useState(joinWords(server?.command ?? []));
  const [url, setUrl] = useState('');
  const [values, setValues] = useState(writeVariables([...(server?.environmentNames ?? []), ...(server?.headerNames ?? [])]));
  const program = transport === 'stdio';
  const save = useMutation({
    mutationFn: async () => {
      const given = readVariables(values);
      const what = program ? { command: splitWords(line), environment: given } : { ...(url.trim() === '' ? {} : { url: url.trim() }), headers: given };
      return (server === undefined
        ? await call('addMcpServer', { name: name.trim(), transport, ...what, ...(project === '' ? {} : { repositoryGroupId: project }) })
        : await call('updateMcpServer', { id: server.id, name: name.trim(), ...what })).server;
    },
    onSuccess: (saved) => {
      applyMcpServer(cache, saved);
      onClose(saved);
    },
  });
  const problem = save.error instanceof ProblemError ? save.error : undefined;
  const valueError = problem?.errors.find((one) => /^(environment|headers)/.test(one.path));
  const chosen = projects.find((one) => one.id === project);
  return (
    <form
      className="command-form"
      aria-label={t('mcp.form')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field label={t('mcp.name')} hint={t('mcp.name.hint')} error={problem?.fieldError('name')}>
        {(ids) => <Input {...ids} placeholder="docs" value={name} maxLength={40} onChange={(event) => setName(event.target.value)} />}
      </Field>
      {server === undefined && (
        <div className="col" style={{ gap: 4 }}>
          <span className="label">{t('mcp.for')}</span>
          <Select
            label={t('mcp.for')}
            value={project}
            onChange={setProject}
            options={[{ value: '', label: t('mcp.forAll') }, ...projects.map((one) => ({ value: one.id, label: <><ProjectSquare project={one} />{one.name}</> }))]}
            shown={chosen === undefined ? t('mcp.forAll') : <><ProjectSquare project={chosen} />{chosen.name}</>}
          />
        </div>
      )}
      {server === undefined && (
        <div className="command-form__wide">
          <Segmented label={t('mcp.transport')} value={transport} onChange={setTransport} options={transports.map((value) => ({ value, label: t(`mcp.transport.${value}`) }))} />
        </div>
      )}
      <div className="command-form__wide">
        {program ? (
          <Field label={t('mcp.command')} hint={t('mcp.command.hint')} error={problem?.fieldError('command') ?? problem?.fieldError('command/0')}>
            {(ids) => <Input {...ids} className="mono" spellCheck={false} autoCapitalize="off" placeholder="docs-mcp --stdio" value={line} onChange={(event) => setLine(event.target.value)} />}
          </Field>
        ) : (
          <Field label={t('mcp.url')} hint={server?.url === undefined ? undefined : t('mcp.url.kept', { url: server.url })} error={problem?.fieldError('url') ?? problem?.fieldError('command')}>
            {(ids) => <Input {...ids} className="mono" spellCheck={false} autoCapitalize="off" placeholder="https://example.com/mcp" value={url} onChange={(event) => setUrl(event.target.value)} />}
          </Field>
        )}
      </div>
      <div className="command-form__wide">
        <Field
          label={t(program ? 'mcp.environment' : 'mcp.headers')}
          hint={t(server === undefined ? 'mcp.values.hint' : 'mcp.values.kept')}
          error={valueError === undefined ? undefined : `${valueError.path.replace(/^\w+\//, '')}: ${valueError.message}`}
        >
          {(ids) => <textarea {...ids} className="input mono" style={{ height: 'auto', padding: '6px 10px' }} rows={2} spellCheck={false} autoComplete="off" placeholder={program ? 'DOCS_KEY=…' : 'Authorization=Bearer …'} value={values} onChange={(event) => setValues(event.target.value)} />}
        </Field>
      </div>
      {save.error !== null && (problem === undefined || problem.errors.length === 0) && <div className="command-form__wide"><ErrorNote error={describeError(save.error)} /></div>}
      <div className="command-form__wide row wrap">
        <Button type="submit" kind="primary" busy={save.isPending}>{t(server === undefined ? 'mcp.addIt' : 'mcp.save')}</Button>
        <Button onClick={() => onClose()}>{t('cancel')}</Button>
        <span className="xs muted">{t(server === undefined ? 'mcp.add.hint' : 'mcp.save.hint')}</span>
      </div>
    </form>
  );
}
