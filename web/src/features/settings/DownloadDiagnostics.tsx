import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { call } from '@/api';
import { toastError } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { Button, toast } from '@/shared/ui';

/** Hands a file to the browser as if a link had been followed. */
function save(name: string, base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** A file for whoever helps, without secrets and prompts. */
export function DownloadDiagnostics() {
  const make = useMutation({
    mutationFn: () => call('createDiagnosticsBundle', {}),
    onSuccess: ({ fileName, zip }) => {
      save(fileName, zip);
      toast({ state: 'done', title: t('settings.about.bundled'), detail: t('settings.about.bundledText') });
    },
    onError: toastError,
  });
  return <Button icon={Download} busy={make.isPending} onClick={() => make.mutate()}>{t('settings.about.bundle')}</Button>;
}
