import type { notifications as en } from '../en/notifications';
import type { Translation } from '../translation';

export const notifications: Translation<typeof en> = {
  'notifications.device': 'على هذا الجهاز',
  'notifications.desktop': 'إشعارات سطح المكتب',
  'notifications.desktopHint': 'ما دامت هذه الصفحة مفتوحة في علامة تبويب',
  'notifications.denied': 'المتصفح لا يسمح بذلك. غيّره في إعداداته لهذه الصفحة.',
  'notifications.unsupported': 'هذا المتصفح لا يعرض إشعارات.',
  'notifications.preview': 'إظهار المكتوب',
  'notifications.previewHint': 'وإلا فمن كتب فقط',
  'notifications.sound': 'الصوت',
  'notifications.account': 'لكل أجهزتك',
  'notifications.accountNote': 'يُبلَّغ عن الإشارات دائمًا. يمكن كتم أي محادثة من قائمتها.',
  'notifications.privateChats': 'المحادثات الخاصة',
  'notifications.groups': 'المجموعات',
  'notifications.invites': 'الدعوات',
  'notifications.newMessage': 'رسالة جديدة',
  'notifications.inGroup': '{name} في {room}',
  'notifications.invited': '{name} يدعوك',
};
