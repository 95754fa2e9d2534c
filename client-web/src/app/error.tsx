'use client';

import { Notice } from '@/shell/Notice';

export default function PageError() {
  return <Notice kind="failure" />;
}
