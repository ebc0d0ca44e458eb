export const trim: import('esbuild').Plugin;
