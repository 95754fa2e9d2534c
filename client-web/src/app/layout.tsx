import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import '@fontsource-variable/roboto';
import '@/ui/tokens.css';
import '@/ui/base.css';
import { Providers } from '@/shell/Providers';

export const metadata: Metadata = {
  title: 'Heliograph',
  description: 'Chat with anybody on the Matrix network.',
  referrer: 'no-referrer',
  manifest: '/manifest.webmanifest',
  icons: { icon: '/icon.svg', apple: '/icons/apple-180.png' },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    // The theme script may have changed the attribute before React sees it.
    <html lang="en" data-theme="system" suppressHydrationWarning>
      <head>
        {/* eslint-disable-next-line @next/next/no-sync-scripts -- it must run before the first paint, and inline it would break the content policy */}
        <script src="/theme.js" />
      </head>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
