import { defineConfig } from 'vitest/config';
import { bundleBudget } from './build/bundleBudget.ts';

// `npm run dev` serves the page from Vite and hands the API on to an agent that runs already.
const agent = process.env['ECGEDGE_AGENT'] ?? 'http://localhost:8080';

export default defineConfig({
  // Relative addresses: the agent may serve the page below any path.
  base: './',
  build: {
    target: 'es2022',
    // The agent's content security policy allows its own origin alone: nothing may become a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: {
    proxy: { '/api': { target: agent, ws: true }, '/login': agent, '/logout': agent },
  },
  plugins: [bundleBudget(120_000)],
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
  },
});
