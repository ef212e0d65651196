import { memo } from 'react';
import { ApprovalPast } from '@/features/approvals';
import type { Item } from '../timeline/items';
import type { Row } from '../timeline/rows';
import { ErrorLine, Notice, PlanCard, RawLine, SessionEnded, SessionStarted, TurnLine } from './Lines';
import { AgentMessage, Thought, UserMessage } from './Messages';
import { GroupCard, ToolCard } from './ToolCard';
import { Forked, HandedOver, Imported, Rewound } from './TurningPoints';

function ItemView({ item, steps }: { item: Item; steps: readonly Item[] }) {
  switch (item.type) {
    case 'user_message': return <UserMessage payload={item.payload} at={item.at} turnId={item.turnId} />;
    case 'rewound': return <Rewound payload={item.payload} />;
    case 'forked': return <Forked payload={item.payload} />;
    case 'imported': return <Imported payload={item.payload} />;
    case 'handed_over': return <HandedOver payload={item.payload} />;
    case 'agent_message': return <AgentMessage item={item} />;
    case 'agent_thought': return <Thought item={item} />;
    case 'tool_call': return <ToolCard item={item} steps={steps} />;
    case 'plan': return <PlanCard id={item.id} payload={item.payload} />;
    case 'approval': return <ApprovalPast approval={item.approval} state={item.state} decision={item.decision} />;
    case 'notice': return <Notice payload={item.payload} />;
    case 'error': return <ErrorLine id={item.id} payload={item.payload} />;
    case 'turn_ended': return <TurnLine payload={item.payload} at={item.at} />;
    case 'session_started': return <SessionStarted payload={item.payload} />;
    case 'session_ended': return <SessionEnded payload={item.payload} />;
    case 'raw': return <RawLine id={item.id} payload={item.payload} />;
    case 'turn_started': return null;
  }
}

/** One row of the timeline; drawn again only when what it shows changed. */
export const RowView = memo(function RowView({ row }: { row: Row }) {
  return (
    <div style={{ paddingTop: row.tight ? 4 : 12 }}>
      {row.type === 'group' ? <GroupCard items={row.items} /> : <ItemView item={row.item} steps={row.children} />}
    </div>
  );
});
