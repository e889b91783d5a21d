"""Paper: the files people hand in, and the letters the departments write.

Public: ``receiving.receive_upload``, ``store.default``, ``writing.write_letter``,
``rendering.pdf_of``, ``verifying.verify_code`` and ``verifying.check_pdf``.
"""
