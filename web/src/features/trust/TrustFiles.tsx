import { useQuery } from '@tanstack/react-query';
import { describeError, type TrustFileView } from '@/api';
import { PatchView } from '@/features/approvals';
import { count, t } from '@/shared/lib/strings';
import { ErrorNote, Skeleton } from '@/shared/ui';
import { trustQueries } from './queries';

function facts(file: TrustFileView): string {
  return [
    t(`trust.${file.change}`),
    file.executable ? t('trust.executable') : undefined,
    file.linkTarget === undefined ? count('trust.bytes', file.size) : t('trust.link', { target: file.linkTarget }),
  ].filter((part) => part !== undefined).join(', ');
}

/** Each file with what differs from what was trusted. */
export function TrustFiles({ questionId }: { questionId: string }) {
  const { data, error } = useQuery(trustQueries.question(questionId));
  if (error !== null) return <div className="approval__note"><ErrorNote error={describeError(error)} /></div>;
  if (data === undefined) return <Skeleton />;
  return (
    <ul className="trust__files">
      {data.files.map((file) => (
        <li key={file.path}>
          <div className="row xs"><code className="trunc grow" title={file.path}>{file.path}</code><span className="nowrap soft">{facts(file)}</span></div>
          {file.patch === undefined ? <p className="xs soft">{t('trust.noText')}</p> : <PatchView text={file.patch} />}
        </li>
      ))}
    </ul>
  );
}
