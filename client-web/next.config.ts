import type { NextConfig } from 'next';

/** One static export that any file server can serve; the open room lives in the fragment. */
const config: NextConfig = {
  output: 'export',
  // `/login` must be one folder with an index: `login.html` beside `login/` confuses file servers.
  trailingSlash: true,
  images: { unoptimized: true },
  reactStrictMode: true,
};

export default config;
