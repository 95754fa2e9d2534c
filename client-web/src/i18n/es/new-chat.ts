import type { newChat as en } from '../en/new-chat';
import type { Translation } from '../translation';

export const newChat: Translation<typeof en> = {
  'newChat.title': 'Nuevo chat privado',
  'newChat.field': 'Nombre o dirección',
  'newChat.hint': 'Escribe un nombre o una dirección completa, como @anna:example.org.',

  'newGroup.title': 'Nuevo grupo',
  'newGroup.name': 'Nombre del grupo',
  'newGroup.topic': 'Descripción (opcional)',
  'newGroup.people': 'Añadir personas',
  'newGroup.peopleHint': 'También puedes añadirlas más tarde.',
  'newGroup.selected':
    '{count, plural, =0 {Nadie añadido aún} one {# persona añadida} other {# personas añadidas}}',
  'newGroup.remove': 'Quitar a {name}',
  'newGroup.create': 'Crear grupo',
  'newGroup.nameRequired': 'Ponle un nombre al grupo.',

  'newChannel.title': 'Nuevo canal',
  'newChannel.name': 'Nombre del canal',
  'newChannel.nameRequired': 'Ponle un nombre al canal.',
  'newChannel.public': 'Canal público',
  'newChannel.publicHint': 'Cualquiera puede encontrarlo y leerlo; si no, se invita a la gente.',
  'newChannel.create': 'Crear canal',

  'contacts.title': 'Contactos',
  'contacts.none': 'Aquí aparecen las personas con las que hablas.',
};
