import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * Fails the build when everything a first visit downloads (scripts, styles, page) is larger than
 * `limitBytes` after gzip: the page must stay quick on a Raspberry Pi's own network.
 */
export function bundleBudget(limitBytes: number): Plugin {
  return {
    name: 'ecgedge-bundle-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        let total = 0;
        for (const item of Object.values(bundle)) {
          total += gzipSync(item.type === 'chunk' ? item.code : item.source).byteLength;
        }
        const summary = `bundle ${(total / 1000).toFixed(1)} kB gzip, limit ${(limitBytes / 1000).toFixed(0)} kB`;
        if (total > limitBytes) this.error(summary);
        this.info(summary);
      },
    },
  };
}
