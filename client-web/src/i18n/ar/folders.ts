import type { folders as en } from '../en/folders';
import type { Translation } from '../translation';

export const folders: Translation<typeof en> = {
  'folders.title': 'المجلدات',
  'folders.all': 'الكل',
  'folders.unread':
    '{count, plural, zero {لا جديد} one {محادثة واحدة فيها جديد} two {محادثتان فيهما جديد} few {# محادثات فيها جديد} other {# محادثة فيها جديد}}',
  'folders.hint': 'تظهر المجلدات كعلامات تبويب فوق محادثاتك على كل أجهزتك.',
  'folders.new': 'مجلد جديد',
  'folders.editor': 'مجلد',
  'folders.name': 'اسم المجلد',
  'folders.nameRequired': 'امنح المجلد اسمًا.',
  'folders.nothingIn': 'اختر أنواعًا من المحادثات أو محادثات بعينها.',
  'folders.kind.direct': 'المحادثات الخاصة',
  'folders.kind.group': 'المجموعات',
  'folders.kind.channel': 'القنوات',
  'folders.onlyUnread': 'غير المقروءة فقط',
  'folders.withoutMuted': 'دون المحادثات المكتومة',
  'folders.chats': 'محادثات المجلد',
  'folders.isIn': 'في هذا المجلد',
  'folders.isOut': 'ليست في المجلد بالاسم',
  'folders.edit': 'تعديل {name}',
  'folders.remove': 'حذف {name}',
  'folders.moveUp': 'نقل {name} لأعلى',
  'folders.moveDown': 'نقل {name} لأسفل',
  'folders.removed': 'حُذف المجلد «{name}»، ومحادثاته باقية',
  'folders.empty': 'لا محادثات هنا',
  'folders.emptyHint': 'ستظهر المحادثات المناسبة تلقائيًا.',
};
