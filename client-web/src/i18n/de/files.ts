import type { files as en } from '../en/files';
import type { Translation } from '../translation';

export const files: Translation<typeof en> = {
  'files.title': '{count, plural, one {# Datei senden} other {# Dateien senden}}',
  'files.remove': '{name} herausnehmen',
  'files.tooLarge':
    '„{name}“ ist zu groß: Dieser Server nimmt Dateien bis {limit}. Nimm sie heraus, um fortzufahren.',
  'files.asFile': 'Unverändert als Datei senden',
  'files.compress': 'Bilder verkleinern',
  'files.caption': 'Bildunterschrift',
  'files.dropAsFile': 'Hier ablegen, um unverändert zu senden',
  'files.dropAsMedia': 'Hier ablegen, um als Foto oder Video zu senden',
};
