import {checkRow} from './check.ts';

checkRow('huge-gtid', 'crm', {word: 'running', label: 'Running'});
