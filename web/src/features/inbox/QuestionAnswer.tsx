import { useState } from 'react';
import { describeError, type ApprovalQuestion, type ApprovalView } from '@/api';
import { t } from '@/shared/lib/strings';
import { Button, ErrorNote, Input } from '@/shared/ui';
import { useAnswer } from './useAnswer';

interface Answer {
  readonly values: readonly string[];
  readonly own: string;
}

const nothing: Answer = { values: [], own: '' };

function Choices({ question, answer, onChange }: { question: ApprovalQuestion; answer: Answer; onChange: (answer: Answer) => void }) {
  const toggle = (label: string) => {
    if (!question.multiSelect) return onChange({ values: [label], own: '' });
    return onChange({ ...answer, values: answer.values.includes(label) ? answer.values.filter((one) => one !== label) : [...answer.values, label] });
  };
  return (
    <fieldset className="col" style={{ border: 0, padding: 0 }}>
      <legend className="sr">{question.question}</legend>
      <div className="grid-even" style={{ gap: 8 }}>
        {question.choices.map((choice) => (
          <label className="opt" key={choice.label}>
            <input
              className={question.multiSelect ? 'check' : 'radio'}
              type={question.multiSelect ? 'checkbox' : 'radio'}
              name={question.id}
              checked={answer.values.includes(choice.label)}
              onChange={() => toggle(choice.label)}
            />
            <span className="grow">
              {choice.label}
              {choice.description !== undefined && <small>{choice.description}</small>}
            </span>
          </label>
        ))}
      </div>
      <Input small aria-label={t('inbox.ownWords')} placeholder={t('inbox.ownWords')} value={answer.own} onChange={(event) => onChange({ values: question.multiSelect ? answer.values : [], own: event.target.value })} />
    </fieldset>
  );
}

/** Nothing is preselected in a question. */
export function QuestionAnswer({ approval, taskId }: { approval: ApprovalView; taskId: string }) {
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({});
  const send = useAnswer(taskId);
  const questions = approval.questions ?? [];
  const given = questions.map((question) => {
    const { values, own } = answers[question.id] ?? nothing;
    return { questionId: question.id, values: own.trim() === '' ? values : [...values, own.trim()] };
  });
  const missing = given.some((one) => one.values.length === 0);
  return (
    <form
      className="col"
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) send.mutate({ approvalId: approval.id, answers: given });
      }}
    >
      {questions.map((question) => (
        <div key={question.id} className="col" style={{ gap: 6 }}>
          {(questions.length > 1 || question.header !== undefined) && <p className="medium">{question.question}</p>}
          <Choices question={question} answer={answers[question.id] ?? nothing} onChange={(answer) => setAnswers({ ...answers, [question.id]: answer })} />
        </div>
      ))}
      {send.error !== null && <ErrorNote error={describeError(send.error)} />}
      <div className="row">
        <Button type="submit" kind="primary" busy={send.isPending} refused={missing ? t('inbox.pickFirst') : undefined}>{t('inbox.answer')}</Button>
      </div>
    </form>
  );
}
