import { t } from '@/shared/lib/strings';

/** The plan as text, to change it before the agent goes by it. What is typed survives a reload. */
export function PlanText({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  return (
    <div className="approval__cmd approval__planedit">
      <textarea aria-label={t('approval.planText')} spellCheck={false} value={text} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}
