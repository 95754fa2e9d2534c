import type { newChat as en } from '../en/new-chat';
import type { Translation } from '../translation';

export const newChat: Translation<typeof en> = {
  'newChat.title': 'Neuer privater Chat',
  'newChat.field': 'Name oder Adresse',
  'newChat.hint': 'Gib einen Namen ein oder eine volle Adresse wie @anna:example.org.',

  'newGroup.title': 'Neue Gruppe',
  'newGroup.name': 'Name der Gruppe',
  'newGroup.topic': 'Beschreibung (freiwillig)',
  'newGroup.people': 'Personen hinzufügen',
  'newGroup.peopleHint': 'Du kannst auch später Personen hinzufügen.',
  'newGroup.selected':
    '{count, plural, =0 {Noch niemand hinzugefügt} one {# Person hinzugefügt} other {# Personen hinzugefügt}}',
  'newGroup.remove': '{name} entfernen',
  'newGroup.create': 'Gruppe anlegen',
  'newGroup.nameRequired': 'Gib der Gruppe einen Namen.',

  'newChannel.title': 'Neuer Kanal',
  'newChannel.name': 'Name des Kanals',
  'newChannel.nameRequired': 'Gib dem Kanal einen Namen.',
  'newChannel.public': 'Öffentlicher Kanal',
  'newChannel.publicHint': 'Alle können ihn finden und lesen; sonst werden Leute eingeladen.',
  'newChannel.create': 'Kanal anlegen',

  'contacts.title': 'Kontakte',
  'contacts.none': 'Hier erscheinen Leute, mit denen du schreibst.',
};
