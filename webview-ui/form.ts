/** The form's page: what its script begins with. */
document.body.append(document.createElement('main'));
