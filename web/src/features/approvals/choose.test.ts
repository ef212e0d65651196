import { describe, expect, it } from 'vitest';
import type { ApprovalDecision } from '@/api';
import { decisionText, optionsOf } from './answer';
import { choose } from './QuestionAnswer';

describe('a choice', () => {
  it('is the only one, and taken again it is let go', () => {
    const once = choose({ multiSelect: false }, { values: ['a'], own: 'words' }, 'b');
    expect(once).toEqual({ values: ['b'], own: '' });
    expect(choose({ multiSelect: false }, once, 'b').values).toEqual([]);
  });

  it('of several keeps the others and one’s own words', () => {
    expect(choose({ multiSelect: true }, { values: ['a'], own: 'words' }, 'b')).toEqual({ values: ['a', 'b'], own: 'words' });
    expect(choose({ multiSelect: true }, { values: ['a', 'b'], own: '' }, 'a').values).toEqual(['b']);
  });
});

describe('options', () => {
  it('are told apart by what they mean, not by their names', () => {
    const options = optionsOf({
      options: [
        { id: '1', kind: 'reject_once', name: 'No' }, { id: '2', kind: 'allow_always', name: 'Always' }, { id: '3', kind: 'allow_once', name: 'Yes' }, { id: '4', kind: 'allow_once', name: 'Yes, accept edits' },
      ],
    });
    expect(options.allow?.id).toBe('3');
    expect(options.always.map((option) => option.id)).toEqual(['4', '2']);
    expect(options.deny?.id).toBe('1');
  });
});

const by = (decision: Partial<ApprovalDecision>): ApprovalDecision => ({ by: 'Mara', ...decision });

describe('a decision', () => {
  it('says what was answered and by whom', () => {
    expect(decisionText('resolved', by({ optionKind: 'allow_once' }), 'permission')).toEqual({ verb: 'Allowed', who: 'by Mara' });
    expect(decisionText('resolved', by({ optionKind: 'allow_always', by: 'rule' }), 'permission')).toEqual({ verb: 'Always allowed', who: 'by a rule you kept' });
    expect(decisionText('resolved', by({ optionKind: 'allow_once', by: 'rule', ruleName: 'npm test *' }), 'permission')).toEqual({ verb: 'Allowed', who: 'by the rule “npm test *”' });
    expect(decisionText('resolved', by({ optionKind: 'allow_once', keptRuleName: 'npm test *' }), 'permission').verb).toBe('Always allowed');
    expect(decisionText('resolved', by({ optionKind: 'allow_once', plan: '1. half' }), 'plan').verb).toBe('Plan approved as changed');
    expect(decisionText('resolved', by({ optionKind: 'reject_once' }), 'plan').verb).toBe('Asked to keep planning');
    expect(decisionText('cancelled', by({ by: 'agent' }), 'question')).toEqual({ verb: 'Withdrawn', who: 'the agent no longer asks' });
  });
});
