import type { chats as en } from '../en/chats';
import type { Translation } from '../translation';

export const chats: Translation<typeof en> = {
  'chats.title': 'Chats',
  'chats.loading': 'Cargando tus chats',
  'chats.empty': 'Empieza a escribir',
  'chats.emptyHint': 'Busca a alguien con quien hablar o reúne a unas cuantas personas.',
  'chats.draft': 'Borrador:',
  'chats.you': 'Tú',
  'chats.sender': '{name}: ',
  'chats.noMessages': 'Aún no hay mensajes…',
  'chats.unread': '{count, plural, one {# mensaje sin leer} other {# mensajes sin leer}}',
  'chats.mention': 'Te han mencionado',
  'chats.invite': 'Invitación',
  'chats.inviteFrom': '{name} te invita',
  'chats.inviteBare': 'Tienes una invitación',
  'chats.knocking': 'Esperando a que te dejen entrar',
  'chats.newChat': 'Nuevo chat',
  'chats.notEncrypted': 'Sin cifrar',
  'chats.channel': 'Canal',
  'chats.muted': 'Silenciado',
  'chats.pinned': 'Fijado',
  'chats.reaction': 'Alguien ha reaccionado a tu mensaje',
  'chats.markedUnread': 'Marcado como no leído',

  'chatMenu.pin': 'Fijar',
  'chatMenu.unpin': 'Desfijar',
  'chatMenu.markRead': 'Marcar como leído',
  'chatMenu.markUnread': 'Marcar como no leído',
  'chatMenu.mute': 'Silenciar durante…',
  'chatMenu.unmute': 'Activar sonido',
  'chatMenu.mute1h': '1 hora',
  'chatMenu.mute8h': '8 horas',
  'chatMenu.mute1d': '1 día',
  'chatMenu.muteForever': 'Para siempre',
  'chatMenu.archive': 'Archivar',
  'chatMenu.unarchive': 'Sacar del archivo',
  'chatMenu.archived': 'El chat se ha archivado',
  'chatMenu.delete': 'Eliminar chat',
  'chatMenu.deleteTitle': '¿Eliminar «{name}»?',
  'chatMenu.deleteHint':
    'Sales de él y su historial desaparece para ti. Los demás conservan el suyo.',
  'chatMenu.deleted': '«{name}» se ha eliminado',

  'archive.title': 'Chats archivados',
  'archive.unread':
    '{count, plural, one {# chat archivado con novedades} other {# chats archivados con novedades}}',

  'chatMenu.pinUp': 'Subir',
  'chatMenu.pinDown': 'Bajar',
};
