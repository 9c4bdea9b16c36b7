// Opens the compiled internals of the reference engine. The package's
// `exports` hide them, so they are required by absolute path.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * @param nodeModules a directory in which `@m-ld/m-ld` is installed
 * @returns `require(path)` for a module below the package's `ext` directory,
 * `dependency(name)` for a package that the engine itself depends on, and the
 * package's version
 */
export function openReference(nodeModules) {
  const root = join(resolve(nodeModules), '@m-ld', 'm-ld');
  const require = createRequire(join(root, 'package.json'));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    version,
    require: path => require(join(root, 'ext', path)),
    dependency: name => require(name)
  };
}
