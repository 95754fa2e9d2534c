import type { newChat as en } from '../en/new-chat';
import type { Translation } from '../translation';

export const newChat: Translation<typeof en> = {
  'newChat.title': 'محادثة خاصة جديدة',
  'newChat.field': 'الاسم أو العنوان',
  'newChat.hint': 'اكتب اسمًا أو عنوانًا كاملًا مثل @anna:example.org.',

  'newGroup.title': 'مجموعة جديدة',
  'newGroup.name': 'اسم المجموعة',
  'newGroup.topic': 'الوصف (اختياري)',
  'newGroup.people': 'إضافة أشخاص',
  'newGroup.peopleHint': 'يمكنك أيضًا إضافة أشخاص لاحقًا.',
  'newGroup.selected':
    '{count, plural, =0 {لم يُضف أحد بعد} one {أُضيف شخص واحد} two {أُضيف شخصان} few {أُضيف # أشخاص} other {أُضيف # شخصًا}}',
  'newGroup.remove': 'إزالة {name}',
  'newGroup.create': 'إنشاء المجموعة',
  'newGroup.nameRequired': 'أعطِ المجموعة اسمًا.',

  'newChannel.title': 'قناة جديدة',
  'newChannel.name': 'اسم القناة',
  'newChannel.nameRequired': 'امنح القناة اسمًا.',
  'newChannel.public': 'قناة عامة',
  'newChannel.publicHint': 'يمكن للجميع العثور عليها وقراءتها، وإلا يُدعى الناس إليها.',
  'newChannel.create': 'إنشاء القناة',

  'contacts.title': 'جهات الاتصال',
  'contacts.none': 'يظهر هنا من تراسلهم.',
};
