#!/usr/bin/env node
import '../dist/dmtop.mjs';
