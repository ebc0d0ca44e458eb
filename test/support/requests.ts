type Request = {readonly method: string; readonly url: string; readonly body: string};

/** Whether a request changes the cluster: every PUT does, but for the one that has the sources shown. */
export function changes({method, url, body}: Request): boolean {
	const isQuestion = url === '/apis/v1alpha1/sources' && body === '{"op":4}';
	return method === 'PUT' && !isQuestion;
}
