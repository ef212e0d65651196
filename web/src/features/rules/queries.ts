import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { call, type EventStream, type PermissionRuleView } from '@/api';

/** Every cache key of the rules. */
export const ruleQueries = {
  all: ['rules'] as const,
  list: () =>
    queryOptions({
      queryKey: [...ruleQueries.all, 'list'],
      queryFn: async ({ signal }): Promise<readonly PermissionRuleView[]> => (await call('listPermissionRules', {}, { signal })).items,
      staleTime: Infinity,
    }),
};

/** Rules change in other windows and by answers; a test of them is worth nothing then. */
export function bindRules(cache: QueryClient, stream: EventStream): () => void {
  const change = (map: (known: readonly PermissionRuleView[]) => readonly PermissionRuleView[]) =>
    cache.setQueryData<readonly PermissionRuleView[]>(ruleQueries.list().queryKey, (known) => known && map(known));
  const ends = [
    stream.onEvent('permission_rule_changed', ({ payload: { permissionRule: rule } }) =>
      change((known) => (known.some((one) => one.id === rule.id) ? known.map((one) => (one.id === rule.id ? rule : one)) : [rule, ...known])),
    ),
    stream.onEvent('permission_rule_removed', ({ payload }) => change((known) => known.filter((one) => one.id !== payload.id))),
    stream.onGap(() => void cache.invalidateQueries({ queryKey: ruleQueries.all })),
  ];
  return () => {
    for (const end of ends) end();
  };
}
