import type { app as en } from '../en/app';
import type { Translation } from '../translation';

export const app: Translation<typeof en> = {
  'app.title':
    '{unread, plural, =0 {} other {(#) }}{place, select, home {} other {{chat} – }}Heliograph',
  'app.loading': 'Abriendo tus chats…',
  'app.skipToChats': 'Saltar a la lista de chats',
  'app.skipToMessages': 'Saltar a los mensajes',
  'app.skipToComposer': 'Saltar a escribir un mensaje',
  'app.notFound': 'Esta página no existe',
  'app.notFoundHint': 'Puede que la dirección esté mal escrita o ya no valga.',
  'app.backToChats': 'Ir a tus chats',

  'common.back': 'Atrás',
  'common.cancel': 'Cancelar',
  'common.close': 'Cerrar',
  'common.delete': 'Eliminar',
  'common.retry': 'Intentar de nuevo',
  'common.save': 'Guardar',
  'common.copied': 'Copiado',

  'failure.region': 'Algo ha fallado aquí',
  'failure.reload': 'Recargar esta parte',
  'failure.copy': 'Copiar los detalles',
  'failure.page': 'Algo ha fallado. Tus mensajes están a salvo.',
  'failure.reloadPage': 'Recargar la página',

  'day.today': 'Hoy',
  'day.yesterday': 'Ayer',

  'common.undo': 'Deshacer',

  'app.listWidth': 'Ancho de la lista de chats',
};
