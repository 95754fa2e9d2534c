import type { auth as en } from '../en/auth';
import type { Translation } from '../translation';

export const auth: Translation<typeof en> = {
  'auth.signIn': 'تسجيل الدخول',
  'auth.signInTitle': 'تسجيل الدخول إلى Heliograph',
  'auth.signInHint': 'أدخل اسم المستخدم وكلمة المرور.',
  'auth.signUp': 'إنشاء حساب',
  'auth.signUpTitle': 'أنشئ حسابك',
  'auth.signUpHint': 'اختر كيف يجدك الآخرون. يمكنك تحديد الاسم الظاهر لاحقًا.',
  'auth.toSignUp': 'جديد هنا؟ أنشئ حسابًا',
  'auth.toSignIn': 'لديك حساب؟ سجّل الدخول',
  'auth.username': 'اسم المستخدم',
  'auth.password': 'كلمة المرور',
  'auth.passwordHint': '٨ أحرف على الأقل.',
  'auth.showPassword': 'إظهار كلمة المرور',
  'auth.hidePassword': 'إخفاء كلمة المرور',
  'auth.token': 'رمز التسجيل',
  'auth.server': 'الخادم',
  'auth.serverLine': 'على {server}',
  'auth.changeServer': 'تغيير',
  'auth.usernameRequired': 'أدخل اسم المستخدم.',
  'auth.passwordRequired': 'أدخل كلمة المرور.',
  'auth.passwordShort': 'استخدم ٨ أحرف على الأقل.',
  'auth.revoked': 'تم تسجيل خروجك: أُنهيت الجلسة من جهاز آخر أو بتغيير كلمة المرور.',
};
