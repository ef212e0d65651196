import { Monitor, Moon, Sun } from 'lucide-react';
import { setAppearance, useAppearance } from '@/shared/lib/appearance';
import { t } from '@/shared/lib/strings';
import { Segmented } from '@/shared/ui';
import { FormRow, Section } from './Section';

function DiffSample() {
  return (
    <div className="panel diff-sample" aria-hidden="true">
      <table className="diff">
        <colgroup><col style={{ width: 32 }} /><col style={{ width: 32 }} /><col /></colgroup>
        <tbody>
          <tr><td className="ln d">12</td><td className="ln d">{' '}</td><td className="cd d">  return net.times(rate)<mark>.round()</mark>;</td></tr>
          <tr><td className="ln a">{' '}</td><td className="ln a">12</td><td className="cd a">  return net.times(rate)<mark>.roundHalfEven()</mark>;</td></tr>
        </tbody>
      </table>
    </div>
  );
}

export function AppearanceSection() {
  const look = useAppearance();
  return (
    <Section title={t('settings.appearance')} lede={t('settings.appearance.lede')}>
      <div className="form">
        <FormRow label={t('settings.theme')}>
          <Segmented
            label={t('settings.theme')}
            value={look.theme}
            onChange={(theme) => setAppearance({ theme })}
            options={[
              { value: 'system', label: t('settings.theme.system'), icon: Monitor },
              { value: 'light', label: t('settings.theme.light'), icon: Sun },
              { value: 'dark', label: t('settings.theme.dark'), icon: Moon },
            ]}
          />
        </FormRow>
        <FormRow label={t('settings.density')} hint={t('settings.density.hint')}>
          <Segmented
            label={t('settings.density')}
            value={look.density}
            onChange={(density) => setAppearance({ density })}
            options={(['comfortable', 'compact'] as const).map((value) => ({ value, label: t(`settings.density.${value}`) }))}
          />
        </FormRow>
        <FormRow label={t('settings.contrast')} hint={t('settings.contrast.hint')}>
          <Segmented
            label={t('settings.contrast')}
            value={look.contrast}
            onChange={(contrast) => setAppearance({ contrast })}
            options={(['system', 'standard', 'more'] as const).map((value) => ({ value, label: t(`settings.contrast.${value}`) }))}
          />
        </FormRow>
        <FormRow label={t('settings.diff')} hint={t('settings.diff.hint')}>
          <Segmented
            label={t('settings.diff')}
            value={look.diff}
            onChange={(diff) => setAppearance({ diff })}
            options={(['red-green', 'blue-orange'] as const).map((value) => ({ value, label: t(`settings.diff.${value}`) }))}
          />
          <DiffSample />
        </FormRow>
      </div>
    </Section>
  );
}
