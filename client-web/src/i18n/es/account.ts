import type { account as en } from '../en/account';
import type { Translation } from '../translation';

export const account: Translation<typeof en> = {
  'account.changePassword': 'Cambiar la contraseña',
  'account.passwordBefore': 'Contraseña actual',
  'account.passwordAfter': 'Contraseña nueva',
  'account.endsOthers': 'Cerrar sesión en otros dispositivos',
  'account.endsOthersHint': 'Por si alguien más conoce la contraseña',
  'account.passwordChanged': 'Se ha cambiado tu contraseña',
  'account.close': 'Cerrar la cuenta',
  'account.closeTitle': '¿Cerrar tu cuenta para siempre?',
  'account.closeForever': 'No hay vuelta atrás y nadie podrá volver a abrirla.',
  'account.closeName': 'Sales de todos los chats y tu dirección queda ocupada.',
  'account.closeStays': 'Lo que escribiste se queda con quienes lo recibieron.',
  'account.closeType': 'Escribe {address} para seguir',
  'account.erases': 'Ocultarlo también a quienes se unan después',
  'account.erasesHint': 'Se pide a los servidores que no muestren tus mensajes a nadie más',
};
