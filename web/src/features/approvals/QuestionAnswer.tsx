import { describeError, type ApprovalQuestion } from '@/api';
import { usePersistentState } from '@/shared/lib/persistent';
import { useShortcut } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { Button, ErrorNote, Input } from '@/shared/ui';
import { useAnswerApproval } from './answer';
import { Detail } from './Detail';
import { useInert } from './inert';
import type { AnswerProps } from './PermissionAnswer';

export interface Given {
  readonly values: readonly string[];
  readonly own: string;
}

const nothing: Given = { values: [], own: '' };
const none: Readonly<Record<string, Given>> = {};

/** A press on a choice: several may be taken, or it is the only one; taking it again lets it go. */
export function choose(question: Pick<ApprovalQuestion, 'multiSelect'>, given: Given, label: string): Given {
  const taken = given.values.includes(label);
  if (question.multiSelect) return { ...given, values: taken ? given.values.filter((one) => one !== label) : [...given.values, label] };
  return taken ? nothing : { values: [label], own: '' };
}

function DigitKeys({ question, given, enabled, onChange }: { question: ApprovalQuestion; given: Given; enabled: boolean; onChange: (given: Given) => void }) {
  return question.choices.slice(0, 9).map((choice, index) => <DigitKey key={choice.label} digit={index + 1} enabled={enabled} onPress={() => onChange(choose(question, given, choice.label))} />);
}

function DigitKey({ digit, enabled, onPress }: { digit: number; enabled: boolean; onPress: () => void }) {
  useShortcut({ keys: `Digit${digit}`, label: t('approval.choose', { n: digit }), group: t('approval.keys'), enabled, run: onPress });
  return null;
}

function Choices({ question, given, digits, onChange }: { question: ApprovalQuestion; given: Given; digits: boolean; onChange: (given: Given) => void }) {
  return (
    <fieldset className="approval__choices">
      <legend className="sr">{question.question}</legend>
      {question.choices.map((choice, index) => (
        <label className="opt" key={choice.label}>
          <input
            className={question.multiSelect ? 'check' : 'radio'}
            type={question.multiSelect ? 'checkbox' : 'radio'}
            name={question.id}
            checked={given.values.includes(choice.label)}
            onChange={() => onChange(choose(question, given, choice.label))}
          />
          <span className="grow">
            {choice.label}
            {choice.description !== undefined && <small>{choice.description}</small>}
          </span>
          {digits && index < 9 && <kbd className="kbd" aria-hidden="true">{index + 1}</kbd>}
        </label>
      ))}
      <Input
        aria-label={t('approval.own')}
        placeholder={t('approval.own')}
        value={given.own}
        onChange={(event) => onChange({ values: question.multiSelect ? given.values : [], own: event.target.value })}
      />
    </fieldset>
  );
}

/** Questions with their choices. Nothing is preselected; what is chosen or written survives a reload. */
export function QuestionAnswer({ approval, keys = true }: AnswerProps) {
  const [answers, setAnswers] = usePersistentState(`answer.${approval.id}`, none);
  const send = useAnswerApproval(approval);
  const { inert, isSteady, ref } = useInert(approval.id);
  const questions = approval.questions ?? [];
  const given = (id: string) => answers[id] ?? nothing;
  const set = (id: string, next: Given) => setAnswers((known) => ({ ...known, [id]: next }));
  const result = questions.map(({ id }) => {
    const { values, own } = given(id);
    return { questionId: id, values: own.trim() === '' ? values : [...values, own.trim()] };
  });
  const open = questions.find((_, index) => result[index]?.values.length === 0);
  const missing = open !== undefined;
  const submit = () => {
    if (!missing && !inert && isSteady() && !send.isPending) send.mutate({ answers: result });
  };
  // Digits act on the question that is still open, or on the only one.
  const digits = open ?? (questions.length === 1 ? questions[0] : undefined);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {digits !== undefined && <DigitKeys question={digits} given={given(digits.id)} enabled={keys && !inert} onChange={(next) => set(digits.id, next)} />}
      <Detail approval={approval.detailKind === 'markdown' && questions.length > 0 ? { ...approval, detail: '' } : { ...approval, detail: questions.length === 0 ? approval.detail : '' }} />
      {questions.map((question, index) => (
        <div key={question.id} className="approval__q">
          {(index > 0 || question.header !== undefined) && (
            <p className="xs">
              {question.header !== undefined && <span className="t-needs">{question.header} </span>}
              {index > 0 && <b className="medium">{question.question}</b>}
            </p>
          )}
          <Choices question={question} given={given(question.id)} digits={question === digits} onChange={(next) => set(question.id, next)} />
        </div>
      ))}
      {send.error !== null && <div className="approval__note"><ErrorNote error={describeError(send.error)} /></div>}
      <div className="approval__acts" inert={inert} ref={ref}>
        <Button type="submit" kind="primary" busy={send.isPending} refused={missing ? t('approval.pickFirst') : undefined}>{t('approval.answer')}</Button>
      </div>
    </form>
  );
}
