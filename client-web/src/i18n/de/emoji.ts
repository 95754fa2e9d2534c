import type { emoji as en } from '../en/emoji';
import type { Translation } from '../translation';

export const emoji: Translation<typeof en> = {
  'emoji.open': 'Emoji und Sticker',
  'emoji.title': 'Emoji',
  'emoji.search': 'Emoji suchen',
  'emoji.recent': 'Zuletzt verwendet',
  'emoji.found': 'Gefunden',
  'emoji.smileys': 'Smileys und Gefühle',
  'emoji.people': 'Menschen',
  'emoji.nature': 'Tiere und Natur',
  'emoji.food': 'Essen und Trinken',
  'emoji.travel': 'Reisen und Orte',
  'emoji.activities': 'Aktivitäten',
  'emoji.objects': 'Gegenstände',
  'emoji.symbols': 'Symbole',
  'emoji.flags': 'Flaggen',

  'stickers.title': 'Sticker',
  'stickers.none': 'Noch keine Sticker',
  'stickers.noneHint':
    'Hier erscheinen Pakete, die du in einer Gruppe hinzufügst, und deine eigenen.',
  'stickers.own': 'Meine Sticker',
};
