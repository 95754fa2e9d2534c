import type { composer as en } from '../en/composer';
import type { Translation } from '../translation';

export const composer: Translation<typeof en> = {
  'composer.label': 'Nachricht',
  'composer.send': 'Senden',
  'composer.notAllowed': 'Hier kannst du keine Nachrichten senden',
  'composer.attach': 'Anhängen',
  'composer.attachMedia': 'Foto oder Video',
  'composer.attachFile': 'Datei',
  'composer.suggestions': 'Vorschläge',
  'composer.everybody': 'Alle hier',
  'composer.replyTo': 'Antwort an {name}',
  'composer.editing': 'Nachricht bearbeiten',
  'composer.cancelContext': 'Abbrechen',
  'composer.saveEdit': 'Änderung speichern',
  'composer.sendSilently': 'Ohne Ton senden',

  'format.title': 'Formatierung',
  'format.bold': 'Fett',
  'format.italic': 'Kursiv',
  'format.strike': 'Durchgestrichen',
  'format.code': 'Code',
  'format.spoiler': 'Spoiler',
  'format.quote': 'Zitat',
  'format.link': 'Link',
};
