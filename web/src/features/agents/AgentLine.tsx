import type { AgentView } from '@/api';
import { needsCommand } from './queries';
import { t } from '@/shared/lib/strings';

/** Whether an agent can run, and the exact next step where it cannot. */
export function AgentLine({ agent }: { agent: AgentView }) {
  if (needsCommand(agent.kind)) return <>{t('agent.anyCommand')}</>;
  if (!agent.installed) {
    return agent.nextStep === undefined ? <>{t('agent.missing')}</> : <>{t('agent.howTo')} <code>{agent.nextStep}</code></>;
  }
  if (agent.login === 'logged_out') {
    return agent.nextStep === undefined ? <>{t('agent.loggedOut')}</> : <>{t('agent.login')} <code>{agent.nextStep}</code> {t('agent.loginOnce')}</>;
  }
  return <>{t(agent.login === 'not_needed' ? 'agent.notNeeded' : agent.login === 'logged_in' ? 'agent.loggedIn' : 'agent.unknown')}</>;
}

/** Why an agent cannot be chosen, in two words; none when it can. */
export function agentRefusal(agent: AgentView): string | undefined {
  if (!agent.installed) return t('agent.notInstalled');
  return agent.login === 'logged_out' ? t('agent.loggedOut') : undefined;
}
