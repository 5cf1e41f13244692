-- What was called a petition is a request.
UPDATE refusal SET what = 'request' WHERE what = 'petition';
