# The sketch's commands without its mistakes. A test expects every hunt in the commands to pass with them.
aws events create-event-bus --name AircraftBookingBus

aws events put-rule --name BookingCreatedRule \
  --event-bus-name AircraftBookingBus \
  --event-pattern '{"source":["aircraft.booking"],"detail-type":["BookingCreated"]}'

aws lambda add-permission --function-name payment-charge --statement-id BookingCreatedRule \
  --action lambda:InvokeFunction --principal events.amazonaws.com \
  --source-arn arn:aws:events:us-east-1:000000000000:rule/AircraftBookingBus/BookingCreatedRule

aws events put-targets --rule BookingCreatedRule --event-bus-name AircraftBookingBus \
  --targets "Id=payment,Arn=arn:aws:lambda:us-east-1:000000000000:function:payment-charge"

aws events put-rule --name SeatAssignedRule --event-bus-name AircraftBookingBus \
  --event-pattern '{"source":["aircraft.seat-assignment"],"detail-type":["SeatAssigned"]}'

aws events put-rule --name PaymentFailedRule --event-bus-name AircraftBookingBus \
  --event-pattern '{"source":["aircraft.payment"],"detail-type":["PaymentFailed"]}'

aws lambda add-permission --function-name booking-cancel --statement-id PaymentFailedRule \
  --action lambda:InvokeFunction --principal events.amazonaws.com \
  --source-arn arn:aws:events:us-east-1:000000000000:rule/AircraftBookingBus/PaymentFailedRule

aws events put-targets --rule PaymentFailedRule --event-bus-name AircraftBookingBus \
  --targets "Id=cancel,Arn=arn:aws:lambda:us-east-1:000000000000:function:booking-cancel"

aws sqs create-queue --queue-name seat-assignment-failed

aws lambda put-function-event-invoke-config --function-name seat-assignment --maximum-retry-attempts 2 \
  --destination-config '{"OnFailure":{"Destination":"arn:aws:sqs:us-east-1:000000000000:seat-assignment-failed"}}'

aws events put-events --entries '[{
  "EventBusName": "AircraftBookingBus",
  "Source": "aircraft.booking",
  "DetailType": "BookingCreated",
  "Detail": "{\"bookingId\": \"B123\", \"customerId\": \"CUST001\", \"flightId\": \"FLIGHT001\", \"amount\": 300}"
}]'
