import type { join as en } from '../en/join';
import type { Translation } from '../translation';

export const join: Translation<typeof en> = {
  'join.title': 'Unirse con un enlace',
  'join.field': 'Enlace o dirección',
  'join.hint': 'Por ejemplo #faro:example.org, o un enlace que te hayan enviado.',
  'join.look': 'Buscar',
  'join.noLink':
    'Esto no es la dirección de un chat ni de una persona. Comprueba cómo está escrita.',
  'join.open': 'Abrir',
  'join.ask': 'Pedir unirse',
  'join.asked': 'Has pedido unirte. Un administrador decidirá.',
  'join.reason': 'Por qué quieres unirte (opcional)',
  'join.closed': 'Solo pueden unirse las personas invitadas.',
  'join.preview': 'Chat público',
};
