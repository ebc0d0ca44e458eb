import {checkRow} from './check.ts';

checkRow('huge-gtid', 'crm', {word: 'running', label: 'Running'});

checkRow('real/36027-message', 'billing', {
	word: 'error',
	reason: "36027 Column count doesn't match value count: 2 (columns) vs 3 (values) (`billing`.`accounts`)",
	never: 'Location',
});
