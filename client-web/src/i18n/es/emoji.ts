import type { emoji as en } from '../en/emoji';
import type { Translation } from '../translation';

export const emoji: Translation<typeof en> = {
  'emoji.open': 'Emojis y stickers',
  'emoji.title': 'Emojis',
  'emoji.search': 'Buscar emojis',
  'emoji.recent': 'Usados recientemente',
  'emoji.found': 'Encontrados',
  'emoji.smileys': 'Caras y emociones',
  'emoji.people': 'Personas',
  'emoji.nature': 'Animales y naturaleza',
  'emoji.food': 'Comida y bebida',
  'emoji.travel': 'Viajes y lugares',
  'emoji.activities': 'Actividades',
  'emoji.objects': 'Objetos',
  'emoji.symbols': 'Símbolos',
  'emoji.flags': 'Banderas',

  'stickers.title': 'Stickers',
  'stickers.none': 'Aún no hay stickers',
  'stickers.noneHint': 'Aquí aparecen los paquetes que añadas en un grupo y los tuyos propios.',
  'stickers.own': 'Mis stickers',
};
