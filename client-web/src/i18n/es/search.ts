import type { search as en } from '../en/search';
import type { Translation } from '../translation';

export const search: Translation<typeof en> = {
  'search.label': 'Buscar',
  'search.clear': 'Borrar la búsqueda',
  'search.results': 'Resultados de la búsqueda',
  'search.chats': 'Chats',
  'search.people': 'Personas',
  'search.nothing': 'No se ha encontrado nada',
  'search.nothingHint':
    'No hay ningún chat ni persona para «{query}». También puedes buscar por la dirección completa, como @anna:example.org.',
  'search.messages': 'Mensajes',
  'search.notEncrypted':
    'Los mensajes de los chats cifrados no se buscan: el servidor no puede leerlos.',
};
