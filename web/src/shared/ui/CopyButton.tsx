import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { t } from '@/shared/lib/strings';
import { Button, IconButton } from './Button';

export function CopyButton({ text, label = t('copy'), withText = false }: { text: string; label?: string; withText?: boolean }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    });
  };
  const shape = copied ? Check : Copy;
  const shownLabel = copied ? t('copied') : label;
  return withText ? (
    <Button size="sm" kind="ghost" icon={shape} onClick={copy}>{shownLabel}</Button>
  ) : (
    <IconButton size="sm" icon={shape} label={shownLabel} onClick={copy} />
  );
}
