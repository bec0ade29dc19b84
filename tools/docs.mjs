// @ts-check
//
// npm run docs
//
// Writes what is made of something else: docs/api.md of the package's declarations and their comments, and
// docs/performance.md of the figures in docs/performance.json.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performanceDocument } from '../tests/bench/performance/document.mjs';
import { apiReference } from './api_reference.mjs';
import { root } from './project.mjs';

writeFileSync(join(root, 'docs/api.md'), apiReference());
writeFileSync(join(root, 'docs/performance.md'), performanceDocument());
