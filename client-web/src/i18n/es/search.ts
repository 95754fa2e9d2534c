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
  'search.inChat': 'Buscar en este chat',
  'search.from': 'De',
  'search.anybody': 'Cualquiera',
  'search.chatHint': 'Escribe una palabra o elige quién la escribió.',
  'search.found':
    '{count, plural, =0 {No se encontró nada} one {# mensaje} many {# mensajes} other {# mensajes}}',
  'search.lookedBack': 'Se buscó hasta {date}',
  'search.goOn': 'Seguir buscando',
  'search.public': 'Chats públicos',

  'explore.title': 'Chats públicos',
  'explore.search': 'Buscar chats públicos',
  'explore.server': 'En el servidor',
  'explore.serverHint': 'El nombre de otro servidor, como example.org, muestra lo que publica.',
  'explore.none': 'No se encontró ningún chat público aquí.',
  'explore.more': 'Mostrar más',

  'search.what': 'Qué buscar',
  'search.close': 'Cerrar la búsqueda',
  'search.typeWords':
    'Escribe una palabra de tres letras o más. Los chats cifrados se buscan en este dispositivo.',
  'search.lookedBackAll': 'Se buscó en todos los chats hasta {date}',
  'search.lookedAtAll': 'Se buscó en todos los chats hasta el principio.',
  'search.nothingAnywhere': 'No se encontró nada en ningún chat.',
  'search.inEncrypted': 'Buscar también en los chats cifrados',
};
