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
};
