/**
 * Azurite as a process of its own beside the gateway: everything in memory, each service on any free port, telling nobody.
 * It says on its output where it listens, and ends with its parent.
 */
import { createRequire } from 'node:module';

process.on('disconnect', () => process.exit(0));
const services = ['blob', 'queue', 'table'].flatMap((name) => [`--${name}Host`, '127.0.0.1', `--${name}Port`, '0']);
process.argv.splice(2, Infinity, ...services, '--inMemoryPersistence', '--disableTelemetry', '--skipApiVersionCheck');
createRequire(import.meta.url)('azurite/dist/src/azurite.js');
