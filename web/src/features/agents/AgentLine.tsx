import type { AgentView } from '@/api';
import { needsCommand } from './queries';
import { t } from '@/shared/lib/strings';

function Step({ says, command }: { says: string; command: string }) {
  return <>{says} <code>{command}</code></>;
}

/** Whether an agent can run, and the exact next step where it cannot; without that where the steps stand below. */
export function AgentLine({ agent, short = false }: { agent: AgentView; short?: boolean }) {
  if (needsCommand(agent.kind)) return <>{t(agent.kind === 'terminal' ? 'agent.anyTerminal' : 'agent.anyCommand')}</>;
  const install = agent.installCommand ?? agent.nextStep;
  if (!agent.installed) return install === undefined ? <>{t('agent.missing')}</> : <Step says={t('agent.howTo')} command={install} />;
  if (agent.needsVersion !== undefined && short) return <>{t('agent.onlyVersion', { version: agent.needsVersion })}</>;
  if (agent.needsVersion !== undefined) return <Step says={t('agent.needsVersion', { version: agent.needsVersion })} command={install ?? ''} />;
  if (agent.login === 'logged_out' && short) return <>{t('agent.isLoggedOut')}</>;
  if (agent.login === 'logged_out') {
    return agent.loginCommand === undefined ? <>{agent.loginHint ?? t('agent.loggedOut')}</> : <Step says={t('agent.login')} command={agent.loginCommand} />;
  }
  if (agent.capabilities?.terminal === true && agent.login === 'unknown') return <>{t('agent.terminal')}</>;
  const login = t(agent.login === 'not_needed' ? 'agent.notNeeded' : agent.login === 'logged_in' ? 'agent.loggedIn' : 'agent.unknown');
  return <>{agent.modes.length === 1 && agent.modes[0] === 'bypass' ? `${login}. ${t('agent.neverAsks')}` : login}</>;
}

/** Why an agent cannot be chosen, in two words; none when it can. */
export function agentRefusal(agent: AgentView): string | undefined {
  if (!agent.installed) return t('agent.notInstalled');
  if (agent.needsVersion !== undefined) return t('agent.tooOld');
  return agent.login === 'logged_out' ? t('agent.loggedOut') : undefined;
}
