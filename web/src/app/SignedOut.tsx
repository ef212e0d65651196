import { startSession, type ProblemError } from '@/api';
import { t } from '@/shared/lib/strings';
import { Button, CopyButton, ErrorNote, Mark } from '@/shared/ui';

const command = 'homeport open';

/** The page for a browser that the host does not know. */
export function SignedOut({ expired }: { expired: boolean }) {
  return (
    <main className="gate" id="main">
      <div className="panel gate__box">
        <Mark size={28} state="needs" />
        <h1 className="h1">{t('login.title')}</h1>
        {expired && <p className="t-needs">{t('login.expired')}</p>}
        <p className="soft">{t('login.why')}</p>
        <p className="soft">{t('login.next')}</p>
        <div className="gate__cmd">
          <code className="grow">{command}</code>
          <CopyButton text={command} />
        </div>
        <Button kind="primary" size="lg" onClick={() => void startSession()}>{t('login.retry')}</Button>
      </div>
    </main>
  );
}

/** The host did not answer at all while starting. */
export function Unreachable({ error }: { error: ProblemError }) {
  return (
    <main className="gate" id="main">
      <div className="panel gate__box">
        <ErrorNote look="empty" error={{ title: error.title, why: error.message, code: error.code }} onRetry={() => void startSession()} />
      </div>
    </main>
  );
}
