import type { folders as en } from '../en/folders';
import type { Translation } from '../translation';

export const folders: Translation<typeof en> = {
  'folders.title': 'Carpetas',
  'folders.all': 'Todos',
  'folders.unread': '{count, plural, one {# chat con novedades} other {# chats con novedades}}',
  'folders.hint': 'Las carpetas aparecen como pestañas sobre tus chats, en todos tus dispositivos.',
  'folders.new': 'Nueva carpeta',
  'folders.editor': 'Carpeta',
  'folders.name': 'Nombre de la carpeta',
  'folders.nameRequired': 'Ponle un nombre a la carpeta.',
  'folders.nothingIn': 'Elige tipos de chats o chats sueltos.',
  'folders.kind.direct': 'Chats privados',
  'folders.kind.group': 'Grupos',
  'folders.kind.channel': 'Canales',
  'folders.onlyUnread': 'Solo chats no leídos',
  'folders.withoutMuted': 'Sin chats silenciados',
  'folders.chats': 'Chats de la carpeta',
  'folders.isIn': 'En esta carpeta',
  'folders.isOut': 'No está en esta carpeta por su nombre',
  'folders.edit': 'Editar {name}',
  'folders.remove': 'Eliminar {name}',
  'folders.moveUp': 'Subir {name}',
  'folders.moveDown': 'Bajar {name}',
  'folders.removed': 'La carpeta «{name}» se ha eliminado; sus chats siguen ahí',
  'folders.empty': 'No hay chats aquí',
  'folders.emptyHint': 'Los chats que encajen aparecerán por sí solos.',
};
